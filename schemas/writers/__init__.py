"""What is written from the flow map: JSON Schemas, `asyncapi.yaml` and `docs/flow.md`. No service imports this."""
