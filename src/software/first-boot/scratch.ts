import { createHash } from 'node:crypto';
import type { DiskModel, ScratchModel, SlotModel } from '../../model/types.js';
import { type CloudConfig, file } from './cloud-config.js';

const script = '/usr/local/lib/rackform/scratch';
const configFile = '/etc/rackform/scratch.conf';

/** Scratch file systems, made at first boot from blank disks. A later boot, or a reimage without erase, only mounts. */
export function scratch(slot: SlotModel): CloudConfig {
  const { layout, scratch: wanted, ...unmapped } = slot.storage;
  unmapped satisfies Record<string, never>;
  layout satisfies 'flat';
  if (wanted === null || wanted.disks.length === 0) return {};
  const found = known.get(wanted);
  if (found !== undefined) return found;
  const made = {
    packages,
    write_files: [file(configFile, '0644', configOf(wanted)), scratchFile],
    runcmd,
  };
  known.set(wanted, made);
  return made;
}

/** Slots of a pool on one hardware share their scratch. */
const known = new WeakMap<ScratchModel, CloudConfig>();

const packages = ['mdadm', 'xfsprogs', 'e2fsprogs'];
const runcmd = [[script]];

interface Volume {
  readonly mount: string;
  /** At most 12 characters, the limit of XFS. */
  readonly label: string;
  readonly disks: readonly DiskModel[];
}

function volumesOf({ mount, stripe, disks }: Omit<ScratchModel, 'filesystem'>): readonly Volume[] {
  if (stripe || disks.length === 1) return [{ mount, label: 'rf-scratch', disks }];
  return disks.map((disk) => ({
    mount: `${mount}/${disk.name}`,
    label: `rf-${createHash('sha256').update(disk.name).digest('hex').slice(0, 8)}`,
    disks: [disk],
  }));
}

function configOf(model: ScratchModel): string {
  const { mount, filesystem, stripe, disks, ...unmapped } = model;
  unmapped satisfies Record<string, never>;
  const lines = volumesOf({ mount, stripe, disks }).flatMap((volume) => [
    `volume|${volume.mount}|${volume.label}|${filesystem}`,
    ...[...volume.disks].sort(surestFirst).map(diskLine),
  ]);
  return `# volume|mount|label|file system; disk|name|kind|GB|serial|wwn|model\n${lines.join('\n')}\n`;
}

/** A disk known by serial or wwn is looked for first, so that one known by size alone cannot take it. */
function surestFirst(a: DiskModel, b: DiskModel): number {
  const sureness = ({ hint }: DiskModel) =>
    hint.serial !== null || hint.wwn !== null ? 0 : hint.model !== null ? 1 : 2;
  return sureness(a) - sureness(b) || (a.name < b.name ? -1 : 1);
}

function diskLine(disk: DiskModel): string {
  const { name, type, sizeGB, role, hint, ...unmapped } = disk;
  unmapped satisfies Record<string, never>;
  const { serial, wwn, model, sizeGB: hintGB, ...unmappedHint } = hint;
  unmappedHint satisfies Record<string, never>;
  role satisfies DiskModel['role'];
  return ['disk', name, type, hintGB ?? sizeGB, field(serial), field(wwn), field(model)].join('|');
}

/** The script brings what it reads from a disk into the same form before it compares. */
function field(text: string | null): string {
  return (text ?? '').replaceAll('|', '?').replace(/\s+/g, ' ').trim();
}

const scratchFile = file(
  script,
  '0755',
  `#!/bin/bash
# Makes the scratch file systems of ${configFile}, once; mounts them when they are there.
# Takes only blank disks of the right kind and size that match every hint. Never touches a disk with a file system,
# a partition table or any other signature, one in use, or the disk of the root file system.
set -euo pipefail
root=\${RACKFORM_ROOT:-}

fail() {
  echo "scratch: $*" >&2
  exit 1
}

normal() {
  tr '|' '?' | sed -E 's/[[:space:]]+/ /g; s/^ //; s/ $//'
}

column() {
  lsblk --nodeps --noheadings --bytes --output "$1" "$2" | normal
}

wwn_of() {
  tr '[:upper:]' '[:lower:]' | sed -E 's/^(0x|eui\\.|naa\\.|nvme\\.)//'
}

root_source=$(findmnt --noheadings --nofsroot --output SOURCE /) || fail "cannot tell the root disk"
root_disks=$(lsblk --noheadings --list --inverse --paths --output NAME "$root_source") || fail "cannot tell the root disk"
all_disks=$(lsblk --nodeps --noheadings --list --paths --output NAME,TYPE | awk '$2 == "disk" { print $1 }' | sort)

is_blank() {
  local parts signatures
  ! grep -qxF "$1" <<<"$root_disks" || return 1
  # The disk itself and nothing on it: no partition, array or volume.
  parts=$(lsblk --noheadings --list --paths --output NAME "$1") || return 1
  [ "$parts" = "$1" ] || return 1
  signatures=$(wipefs --no-act --noheadings "$1") || return 1
  [ -z "$signatures" ]
}

kind_of() {
  case $1 in
  */nvme*) echo nvme ;;
  *) if [ "$(column ROTA "$1")" = 0 ]; then echo ssd; else echo hdd; fi ;;
  esac
}

# matches DISK KIND GB SERIAL WWN MODEL: an empty field is not asked for; sizes may differ by 2 %.
matches() {
  local disk=$1 kind=$2 gigabytes=$3 serial=$4 wwn=$5 model=$6 have
  [ "$(kind_of "$disk")" = "$kind" ] || return 1
  awk -v bytes="$(column SIZE "$disk")" -v wanted="$gigabytes" \\
    'BEGIN { have = bytes / 1e9; exit !(have >= wanted * 0.98 && have <= wanted * 1.02) }' || return 1
  if [ -n "$serial" ]; then
    have=$(column SERIAL "$disk")
    [ "\${have,,}" = "\${serial,,}" ] || return 1
  fi
  if [ -n "$wwn" ]; then
    [ "$(column WWN "$disk" | wwn_of)" = "$(wwn_of <<<"$wwn")" ] || return 1
  fi
  if [ -n "$model" ]; then
    have=$(column MODEL "$disk")
    [[ \${have,,} == *"\${model,,}"* ]] || return 1
  fi
}

make() { # LABEL FILESYSTEM, from the disks in wanted
  local label=$1 filesystem=$2 line name kind gigabytes serial wwn model disk device
  local taken=()
  for line in "\${wanted[@]}"; do
    IFS='|' read -r _ name kind gigabytes serial wwn model <<<"$line"
    for disk in $all_disks; do
      [[ " \${used[*]} \${taken[*]} " != *" $disk "* ]] || continue
      if matches "$disk" "$kind" "$gigabytes" "$serial" "$wwn" "$model" && is_blank "$disk"; then
        taken+=("$disk")
        continue 2
      fi
    done
    fail "no blank $kind disk of $gigabytes GB is there for $name; nothing was changed"
  done
  used+=("\${taken[@]}")
  device=\${taken[0]}
  if [ "\${#taken[@]}" -gt 1 ]; then
    device=/dev/md/$label
    # Asks where a disk is not blank after all; without an answer it stops.
    mdadm --create "$device" --name="$label" --level=0 --raid-devices="\${#taken[@]}" "\${taken[@]}" </dev/null
  fi
  "mkfs.$filesystem" -L "$label" "$device" </dev/null
  udevadm settle
}

volume() { # MOUNT LABEL FILESYSTEM
  blkid --label "$2" >/dev/null || make "$2" "$3"
  grep -qF "LABEL=$2 " "$root/etc/fstab" ||
    echo "LABEL=$2 $1 $3 defaults,noatime,nofail,x-systemd.device-timeout=30s 0 0" >>"$root/etc/fstab"
  mkdir -p "$root$1"
  mountpoint -q "$root$1" || mount "$root$1"
  chmod 1777 "$root$1"
}

wanted=() used=()
mount='' label='' filesystem=''
while IFS= read -r line; do
  case $line in
  volume*)
    [ -z "$label" ] || volume "$mount" "$label" "$filesystem"
    IFS='|' read -r _ mount label filesystem <<<"$line"
    wanted=()
    ;;
  disk*) wanted+=("$line") ;;
  esac
done <"$root${configFile}"
[ -z "$label" ] || volume "$mount" "$label" "$filesystem"
`,
);
