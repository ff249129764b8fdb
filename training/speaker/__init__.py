"""Converts the weights of a published speaker encoder to the ONNX file that the product ships."""
