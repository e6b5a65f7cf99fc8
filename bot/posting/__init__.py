"""The post office: dues, planner, outbox and deliverer."""
