"""What carries every service and has never heard of a grant.

Read in this order: `decider` (what a service is), `batch` and `attempt` (how messages become rows), `road` (in one
transaction, by one owner), `journal` (the rows), `relay` (how rows become records), `transport` (how Faust is made to
read), `worker` (one process).
"""
