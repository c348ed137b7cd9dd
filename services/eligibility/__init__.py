"""Decides which applications meet the round's criteria, rule by rule, and how much may be granted at the most.

Hears rounds and their closing, adopted lists, applications and what ends them, deficiency letters, prior awards, and
officers' answers to what was unclear. Notes for itself which applications stand beside each other. Says what each rule
found and what follows: eligible, ineligible, or for an officer to answer.
"""
