/** Reads what the kernel says of a machine, and compares it with what is expected: Python, for scripts that do both. */
export const checkFunctions = `ROOT = os.environ.get("RACKFORM_ROOT", "")
VENDORS = {"0x10de": "nvidia", "0x1002": "amd", "0x8086": "intel"}
# 3D controller, other display controller, processing accelerator; not 0x0300, which is the screen of the BMC.
GPU_CLASSES = ("0x0302", "0x0380", "0x1200")


def read(path, default=""):
    try:
        with open(ROOT + path, encoding="utf-8", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return default


def names(folder):
    try:
        return sorted(os.listdir(ROOT + folder))
    except OSError:
        return []


def number(text):
    try:
        return int(text)
    except ValueError:
        return None


def run(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout


def gpus(quick):
    found = {}
    for device in names("/sys/bus/pci/devices"):
        path = "/sys/bus/pci/devices/" + device
        vendor = VENDORS.get(read(path + "/vendor"))
        # A virtual function is a part of a GPU.
        if vendor and read(path + "/class")[:6] in GPU_CLASSES and not os.path.exists(ROOT + path + "/physfn"):
            found[vendor] = found.get(vendor, 0) + 1
    called = [] if quick else gpu_names(found)
    return {"counts": found, "names": called}


def gpu_names(found):
    if "nvidia" in found:
        text = run("nvidia-smi", "--query-gpu=name", "--format=csv,noheader")
        return [line.strip() for line in text.splitlines() if line.strip()]
    if "amd" in found:
        try:
            return [one["asic"]["market_name"] for one in json.loads(run("amd-smi", "static", "--asic", "--json"))]
        except (ValueError, KeyError, TypeError):
            return []
    return []


def nics(quick):
    neighbours = {} if quick else lldp()
    found = []
    for name in names("/sys/class/net"):
        path = "/sys/class/net/" + name
        if not os.path.exists(ROOT + path + "/device"):
            continue
        # The address of a member is that of its bond.
        mac = read(path + "/bonding_slave/perm_hwaddr") or read(path + "/address")
        found.append(
            {
                "name": name,
                "mac": mac.lower(),
                "mbps": number(read(path + "/speed")),
                "mtu": number(read(path + "/mtu")),
                "isUp": read(path + "/operstate") == "up",
                "switch": neighbours.get(name, {}).get("switch"),
                "port": neighbours.get(name, {}).get("port"),
            }
        )
    return found


def lldp():
    interfaces = []
    # Neighbours speak every 30 seconds.
    for wait in (0, 15, 25):
        time.sleep(wait)
        try:
            interfaces = json.loads(run("lldpctl", "-f", "json0"))["lldp"][0].get("interface", [])
        except (ValueError, KeyError, IndexError, TypeError):
            return {}
        if interfaces:
            break
    found = {}
    for one in interfaces:
        try:
            chassis = one["chassis"][0]["name"][0]["value"]
            port = one["port"][0]["id"][0]["value"]
        except (KeyError, IndexError, TypeError):
            continue
        found[one.get("name")] = {"switch": chassis, "port": port}
    return found


def disks():
    found = []
    for name in names("/sys/block"):
        path = "/sys/block/" + name
        if not os.path.exists(ROOT + path + "/device"):
            continue
        spins = read(path + "/queue/rotational") == "1"
        kind = "nvme" if name.startswith("nvme") else "hdd" if spins else "ssd"
        found.append({"name": name, "kind": kind, "bytes": (number(read(path + "/size")) or 0) * 512})
    return found


def memory_mib():
    for line in read("/proc/meminfo").splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) // 1024
    return 0


def look(quick):
    return {
        "formatVersion": 1,
        "memoryMiB": memory_mib(),
        "gpus": gpus(quick),
        "nics": nics(quick),
        "disks": disks(),
        "mounts": [line.split()[1] for line in read("/proc/mounts").splitlines() if len(line.split()) > 1],
    }


def compare(expected, found):
    if found["memoryMiB"] < expected["memoryMiB"]:
        yield "memory: %d MiB, at least %d are expected" % (found["memoryMiB"], expected["memoryMiB"])
    wanted = expected["gpus"]
    if wanted:
        count = found["gpus"]["counts"].get(wanted["vendor"], 0)
        if count != wanted["count"]:
            yield "GPUs: %d of %s, %d are expected" % (count, wanted["vendor"], wanted["count"])
    yield from compare_nics(expected, found)
    left = list(found["disks"])
    for disk in sorted(expected["disks"], key=lambda one: one["bytes"]):
        fits = [one for one in left if one["kind"] == disk["kind"] and abs(one["bytes"] - disk["bytes"]) <= disk["bytes"] * 0.02]
        if fits:
            left.remove(fits[0])
        else:
            yield "disk %s: no %s of %d GB is there" % (disk["name"], disk["kind"], disk["bytes"] // 10**9)
    for mount in expected["mounts"]:
        if mount not in found["mounts"]:
            yield "mount %s: nothing is mounted there" % mount


def compare_nics(expected, found):
    # An InfiniBand port shows 20 octets; the last eight are its own.
    by_mac = {one["mac"][-23:]: one for one in found["nics"]}
    for nic in expected["nics"]:
        what = "NIC %s" % nic["name"] if nic["rail"] is None else "rail %d (%s)" % (nic["rail"], nic["name"])
        one = by_mac.get(nic["mac"][-23:])
        if one is None:
            yield "%s: no NIC has the address %s" % (what, nic["mac"])
            continue
        if nic["mtu"] is not None:
            if not one["isUp"]:
                yield "%s: the link is down" % what
                continue
            if one["mtu"] != nic["mtu"]:
                yield "%s: MTU %s, %d is expected" % (what, one["mtu"], nic["mtu"])
            if nic["mbps"] is not None and one["mbps"] is not None and 0 < one["mbps"] < nic["mbps"]:
                yield "%s: %d Mb/s, %d are expected" % (what, one["mbps"], nic["mbps"])
        if one["switch"] and nic["switch"] and nic["port"]:
            seen = (one["switch"].split(".")[0].lower(), one["port"].lower())
            if seen != (nic["switch"].split(".")[0].lower(), nic["port"].lower()):
                yield "%s: it is on %s %s, %s %s is expected" % (what, one["switch"], one["port"], nic["switch"], nic["port"])


`;

/** Looks at a machine and compares it with `/etc/rackform/expected.json`. Python, which every cloud image has. */
export const checkScript = `#!/usr/bin/env python3
"""Written by rackform. Looks at this machine and compares it with /etc/rackform/expected.json.

check [--quick] [--json FILE]: prints what is wrong, one line each, and ends with 1 where anything is.
--quick leaves out what takes more than a moment: names of GPUs and LLDP.
"""
import argparse
import json
import os
import subprocess
import sys
import time

${checkFunctions}def main():
    parser = argparse.ArgumentParser(description="Compares this machine with its definition.")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    with open(ROOT + "/etc/rackform/expected.json", encoding="utf-8") as file:
        expected = json.load(file)
    found = look(options.quick)
    problems = list(compare(expected, found))
    if options.json:
        os.makedirs(os.path.dirname(ROOT + options.json), exist_ok=True)
        with open(ROOT + options.json + ".new", "w", encoding="utf-8") as file:
            json.dump({"slot": expected["slot"], **found, "problems": problems}, file, indent=1)
        os.replace(ROOT + options.json + ".new", ROOT + options.json)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not options.quick:
        print("rackform: %s %s" % (expected["slot"], "is not as defined" if problems else "is as defined"))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
`;
