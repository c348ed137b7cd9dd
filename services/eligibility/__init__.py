"""Decides which applications meet the round's criteria, rule by rule, and how much may be granted at the most.

Hears rounds, public bodies, applications and withdrawals, prior awards, and officers' answers to what was unclear.
Says what each rule found and what follows: eligible, ineligible, or for an officer to answer.
"""
