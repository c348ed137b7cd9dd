"""What the journals add up to: each report is a few plain sheets, shown as tables, JSON or CSV. Read only."""

from audit.reports.sheet import Sheet as Sheet
