"""Workbooks of Office Open XML, part by part."""
