"""Notification.

Decides: whom to tell what: letters, answers to systems, work lists of authorities, County Governors informed.
Hears: what intake received and refused, what eligibility found, what allocation reserved, decided and released.
Says: a letter and a decision for each outcome, a reply for each message, and what became of each notice.
"""
