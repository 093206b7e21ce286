"""Seal, sign, and turn what people keep into keys: the one place that touches cryptography."""

from troth.crypto.library import require_current

require_current()
