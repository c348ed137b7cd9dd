"""What an auditor runs: reads everything, writes nothing, and nobody depends on it.

replay   decides every recorded decision again, and compares byte for byte
verify   walks the chains, compares journals with topics and with each other, and follows every krone
story    one application's life through all services, in words
"""
