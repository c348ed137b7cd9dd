"""Decides: who gets how much of which money, in which order, and what becomes of an award and of the frame.
Hears: rounds and applications, eligibility, scores, approvals and changes, notices that took effect, answers, time.
Says: the ranking, reservations, awards, rejections, lapses, promotions; each with the balances before and after.
"""
