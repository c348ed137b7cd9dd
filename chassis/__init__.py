"""What carries every service and has never heard of a grant.

Read in this order: `decider` (what a service is), `road` (how a batch of messages becomes rows), `journal` (the
rows), `relay` (how rows become records), `transport` (how Faust is made to read), `worker` (one process).
"""
