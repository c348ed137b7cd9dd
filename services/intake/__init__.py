"""Decides: may this be received, is it in time, which round is open or closed.
Hears: case-handling systems, authorities, the post office, and the broker's clock.
Says: what was received, held, dismissed or refused; what an authority stated; that time has passed.
"""
