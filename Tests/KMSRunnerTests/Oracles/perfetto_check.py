"""Reads a Perfetto trace with Perfetto's own bindings and prints what it holds, as JSON.

A field that the bindings do not know means that a field number or a wire type is wrong.
"""
import json
import sys

from google.protobuf.unknown_fields import UnknownFieldSet
from perfetto.protos.perfetto.trace.perfetto_trace_pb2 import Trace, TrackEvent


def unknown_fields(message):
    count = len(UnknownFieldSet(message))
    for field, value in message.ListFields():
        if field.type == field.TYPE_MESSAGE:
            for item in value if field.is_repeated else [value]:
                count += unknown_fields(item)
    return count


trace = Trace()
trace.ParseFromString(open(sys.argv[1], "rb").read())
tracks = {p.track_descriptor.uuid: p.track_descriptor for p in trace.packet if p.HasField("track_descriptor")}
events = [p for p in trace.packet if p.HasField("track_event")]
kinds = [p.track_event.type for p in events]
print(json.dumps({
    "unknown": unknown_fields(trace),
    "tracks": [t.name for t in tracks.values()],
    "counters": sum(t.HasField("counter") for t in tracks.values()),
    "begins": kinds.count(TrackEvent.TYPE_SLICE_BEGIN),
    "ends": kinds.count(TrackEvent.TYPE_SLICE_END),
    "flows": sum(len(p.track_event.flow_ids) for p in events),
    "ended_flows": sum(len(p.track_event.terminating_flow_ids) for p in events),
    "lost_tracks": sum(p.track_event.track_uuid not in tracks for p in events),
    "disordered": sum(a.timestamp > b.timestamp for a, b in zip(events, events[1:])),
}))
