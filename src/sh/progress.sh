# shellcheck shell=sh
# Sourced by the scripts that set things up. From then on INT, TERM and HUP end the script (its EXIT trap runs) and the
# command that progress is running.

progress_pid=
trap '[ -z "$progress_pid" ] || kill "$progress_pid" 2>/dev/null; exit 130' INT TERM HUP

# progress TEXT COMMAND...: runs the command and shows TEXT; from the second second on, also for how long it has been
# running and the last line it printed. When it fails, the end of what it printed is shown.
progress() {
    progress_text=$1
    shift
    progress_log=$(mktemp)
    progress_start=$(date +%s)
    progress_shown=0
    "$@" >"$progress_log" 2>&1 </dev/null &
    progress_pid=$!
    progress_wait
    progress_status=0
    wait "$progress_pid" || progress_status=$?
    progress_pid=
    if [ "$progress_status" -eq 0 ]; then
        progress_line "$progress_text ($progress_seconds s)"
    else
        progress_line "$progress_text: failed"
        tail -n 40 "$progress_log" >&2
    fi
    rm -f "$progress_log"
    return "$progress_status"
}

# On a terminal one line that is written over, elsewhere a new line every ten seconds.
progress_wait() {
    [ -t 1 ] && printf '%s' "$progress_text"
    progress_columns=$(stty size 2>/dev/null </dev/tty | cut -d ' ' -f 2)
    progress_width=$((${progress_columns:-80} - ${#progress_text} - 10))
    [ "$progress_width" -ge 10 ] || progress_width=10
    progress_seconds=0
    while kill -0 "$progress_pid" 2>/dev/null; do
        sleep 0.2
        progress_seconds=$(($(date +%s) - progress_start))
        progress_last=$(tail -n 1 "$progress_log" | tr -d '\r' | sed 's/^\[INFO\] *//' | cut -c 1-"$progress_width")
        if [ -t 1 ] && [ "$progress_seconds" -ge 2 ]; then
            printf '\r\033[K%s (%s s) %s' "$progress_text" "$progress_seconds" "$progress_last"
        elif [ ! -t 1 ] && [ $((progress_seconds - progress_shown)) -ge 10 ]; then
            progress_shown=$progress_seconds
            echo "$progress_text ($progress_seconds s so far) $progress_last"
        fi
    done
}

progress_line() {
    if [ -t 1 ]; then
        printf '\r\033[K'
    fi
    echo "$1"
}
