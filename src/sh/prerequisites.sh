# shellcheck shell=sh
# Sourced by the scripts that set things up.

# install_command APT DNF BREW: the command that installs a package on this system, by its name there.
install_command() {
    install_sudo=
    [ "$(id -u)" -eq 0 ] || install_sudo='sudo '
    if command -v apt-get >/dev/null; then
        install_update="${install_sudo}apt-get update && "
        ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 && install_update=
        echo "$install_update${install_sudo}apt-get install -y $1"
    elif command -v dnf >/dev/null; then
        echo "${install_sudo}dnf install -y $2"
    elif command -v brew >/dev/null; then
        echo "brew install $3"
    fi
}

# prerequisite SENTENCE COMMAND: says what is missing and the command that brings it. As root on a terminal it offers to
# run the command, and returns when that went well; else it ends the script.
prerequisite() {
    printf '%s' "$1" >&2
    [ -z "$2" ] || printf ' Run: %s' "$2" >&2
    echo >&2
    if [ -n "$2" ] && [ "$(id -u)" -eq 0 ] && [ -t 0 ] && [ -t 2 ]; then
        printf 'Run it now? [Y/n] ' >&2
        read -r answer
        case $answer in
        '' | [Yy]*) sh -c "$2" && return 0 ;;
        esac
    fi
    exit 1
}
