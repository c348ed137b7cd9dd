"""Runs real Kafka and PostgreSQL on a machine that has nothing but Python."""
