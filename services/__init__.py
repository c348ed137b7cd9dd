"""The life of one application, in six sentences.

A case-handling system sends it, and **intake** receives it before the deadline, or says precisely why not.
When the round has closed, **allocation** states what the applicant was awarded before.
**Eligibility** judges it by the round's rules, one finding a rule, and asks an officer where a rule can't tell.
The directorate scores it; **allocation** ranks all of the round, and holds money for it in the frame.
Two officers approve the list; the hold becomes a binding award, and **notification** writes to all concerned.
The recipient accepts in time, or the award lapses and the waiting list's next gets the money.
"""
