"""Decides: who gets how much of which money, in which order, and what becomes of an award.
Hears: rounds and applications, eligibility, scores and approvals, notices that took effect, answers, passed time.
Says: the ranking, reservations, awards, rejections, lapses, promotions; each with the balances before and after.
"""
