"""A Telegram bot that answers questions about supplements from a sourced FAQ."""

import os

# Nothing leaves the machine. From 1.32 on ONNX Runtime would report its use to its makers; it looks for this when it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
