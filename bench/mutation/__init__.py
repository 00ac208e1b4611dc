"""Mutation testing of the doctor: do its tests notice when its code or the knowledge of its causes is changed?"""
