# SPDX-License-Identifier: Apache-2.0
# A real systemd for a test: a container of this machine's own files (an overlay; nothing is written to the machine) that boots in
# a second. Sourced by tests/*/run. `work` is the test's own folder; `root` will be the machine's root, `folder`, where it is set,
# another machine's files instead of this one's; `inside COMMAND…` runs there.
# Needs root, overlayfs and systemd-nspawn; a function that fails leaves its reason in `why_not`.
nspawn="" leader="" why_not="" root=""
groups=()

machine_prepare() {
    [ "$(id -u)" -eq 0 ] || { why_not="not root"; return 1; }
    command -v systemd-nspawn >/dev/null || { why_not="there is no systemd-nspawn (package systemd-container)"; return 1; }
    mkdir "$work/m"
    mount -t tmpfs tmpfs "$work/m" 2>/dev/null && mkdir "$work/m/u" "$work/m/w" "$work/m/r" &&
        mount -t overlay overlay -o "lowerdir=${folder:-/},upperdir=$work/m/u,workdir=$work/m/w" "$work/m/r" 2>/dev/null ||
        { why_not="overlayfs cannot be mounted here"; return 1; }
    root=$work/m/r
    [ -s "$root/etc/machine-id" ] || tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id" # else it asks for its first setup
}

# Another Debian has other libraries: a program of ours brings its own, but for the C library and systemd's. The command is started by
# the loader, for what it calls (systemctl) must not find them in its environment.
bring_libraries() { # bring_libraries NAME: of usr/bin
    local own="$root/usr/lib/dragoman-test" there=/usr/lib/dragoman-test begin
    mkdir -p "$own/bin" "$own/lib"
    ldd "$root/usr/bin/$1" | awk '$3 ~ /^\// && $1 !~ /^lib(c|m|stdc\+\+|gcc_s|systemd)\.so/ {print $3}' | xargs cp -Lt "$own/lib"
    begin="LD_LIBRARY_PATH=$there/lib exec"
    [ "$1" != dragoman ] || begin="exec $(ldd "$root/usr/bin/$1" | awk '/ld-linux/ {print $1}') --library-path $there/lib"
    mv "$root/usr/bin/$1" "$own/bin/"
    ln -sfn /usr/share "$own/share"
    printf '#!/bin/sh\n%s %s/bin/%s "$@"\n' "$begin" "$there" "$1" >"$root/usr/bin/$1"
    chmod 755 "$root/usr/bin/$1"
}

inside() { nsenter -t "$leader" -m -u -i -n -p -C -r -w -- "$@"; }

machine_boot() {
    local g state=""
    (
        for g in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do # so that the inner systemd sees no process of ours
            [ -e "$g/cgroup.procs" ] && mkdir "$g/dragoman-test.$$" 2>/dev/null && echo $BASHPID >"$g/dragoman-test.$$/cgroup.procs"
        done
        # newer versions give a unit another network only where they may change this one's
        exec env SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn -D "$root" --capability=CAP_NET_ADMIN --register=no --keep-unit --console=pipe -b systemd.unit=basic.target
    ) >"$work/boot.log" 2>&1 </dev/null &
    nspawn=$!
    for g in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do groups+=("$g/dragoman-test.$$"); done
    for _ in $(seq 100); do
        leader=$(ps -o pid= --ppid "$nspawn" | tr -d ' ' | head -n 1)
        [ -z "$leader" ] || state=$(inside systemctl is-system-running 2>/dev/null)
        case $state in running | degraded) return 0 ;; esac
        kill -0 "$nspawn" 2>/dev/null || break
        sleep 0.1
    done
    why_not="systemd does not boot in a container here: $(tail -n 1 "$work/boot.log")"
    return 1
}

machine_end() {
    local g
    [ -z "$leader" ] || inside systemctl poweroff >/dev/null 2>&1
    [ -z "$nspawn" ] || { for _ in $(seq 50); do kill -0 "$nspawn" 2>/dev/null || break; sleep 0.1; done; kill "$nspawn" 2>/dev/null; wait "$nspawn" 2>/dev/null; }
    umount "$work/m/r" 2>/dev/null
    umount "$work/m" 2>/dev/null
    for g in "${groups[@]}"; do find "$g" -depth -type d -exec rmdir {} + 2>/dev/null; done # systemd leaves some inside
}
