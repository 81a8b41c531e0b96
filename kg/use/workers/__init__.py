"""Processes that ask a graph for others: bounded in time, memory and reach, killed and replaced when they overstep."""
