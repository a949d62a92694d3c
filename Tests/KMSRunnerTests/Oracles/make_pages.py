"""Makes the traces that viewer_check.py needs beside a real one.

    make_pages.py TRACE HOSTILE LARGE EMPTY

HOSTILE is TRACE with names and texts that try to be markup; LARGE has 100,000 events, a third of them signals; EMPTY has none.
"""
import json
import sys

source, hostile, large, empty = sys.argv[1:5]
attack = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>"

with open(source) as lines, open(hostile, "w") as out:
    header = json.loads(lines.readline())
    names = [domain["name"] for domain in header["domains"]]
    header["domains"][0]["name"] = attack
    header["regions"][0]["name"] = attack
    header["file"] = attack
    out.write(json.dumps(header, separators=(",", ":"), ensure_ascii=False) + "\n")
    for line in lines:
        if line.startswith('{"str":'):
            text = json.loads(line)
            text["text"] = attack + "\u202e"
            line = json.dumps(text, separators=(",", ":"), ensure_ascii=False) + "\n"
        out.write(line)

with open(source) as lines, open(empty, "w") as out:
    out.write(lines.readline() + '{"end":0,"strings":0,"payloads":0}\n')

with open(large, "w") as out:
    header["file"] = "large.system"
    header["domains"] = [{"name": f"pd{place}", "priority": 100 + place} for place in range(8)]
    header["regions"], header["channels"], header["devices"] = [], [], []
    out.write(json.dumps(header, separators=(",", ":"), ensure_ascii=False) + "\n")
    for step in range(1, 100_001):
        domain = step // 3 % 8
        common = f'"n":{step},"t":{step // 10},"d":{domain}'
        if step % 3 == 1:
            cause = f',"c":{step - 2}' if step > 3 else ""
            out.write(f'{{{common},"k":"begin","e":"n1","word":"0000000000000002"{cause}}}\n')
        elif step % 3 == 2:
            out.write(f'{{{common},"k":"signal","ch":1,"to":{(domain + 1) % 8},"bit":1,"as":"woke","c":{step - 1}}}\n')
        else:
            out.write(f'{{"n":{step},"t":{step // 10},"d":{(step - 1) // 3 % 8},"k":"end","c":{step - 2}}}\n')
    out.write('{"end":100000,"strings":0,"payloads":0}\n')
