"""The command ``kubecluster``: finds a JDK and becomes the program in ``java/``, which comes with this package."""

import glob
import itertools
import os
import re
import shutil
import sys

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "java")
FIRST = 17


def candidates(environment):
    """Returns the paths of Java programs, the first that serves is taken; JAVA_HOME leaves no choice."""
    if environment.get("JAVA_HOME"):
        return [os.path.join(environment["JAVA_HOME"], "bin", "java")]
    found = [os.path.join(sys.prefix, "bin", "java"), shutil.which("java", path=environment.get("PATH"))]
    found += sorted(glob.glob("/usr/lib/jvm/*/bin/java"))
    return list(dict.fromkeys(java for java in found if java and os.access(java, os.X_OK)))


def objection(java):
    """Returns why a Java does not serve, None if it does. Its ``release`` file tells faster than itself."""
    home = os.path.dirname(os.path.dirname(os.path.realpath(java)))
    try:
        with open(os.path.join(home, "release"), encoding="utf-8") as file:
            release = dict(re.findall(r'^(\w+)="(.*)"', file.read(), re.MULTILINE))
    except OSError:
        return None if os.access(java, os.X_OK) else "is not there"
    version = release.get("JAVA_VERSION", "")
    if int(re.sub(r"^1\.", "", version).split(".")[0] or FIRST) < FIRST:
        return f"is Java {version}"
    if "jdk.jshell" not in release.get("MODULES", "jdk.jshell"):
        return "has no JShell: a whole JDK is needed"
    return None


def find_java(environment):
    objections = {java: objection(java) for java in candidates(environment)}
    for java, reason in objections.items():
        if reason is None:
            return java
    if environment.get("JAVA_HOME"):
        told = "".join(f'JAVA_HOME is "{environment["JAVA_HOME"]}", whose java {reason}. ' for reason in objections.values())
        remedy = "Set JAVA_HOME to a JDK, or unset it to have one looked for."
    else:
        told = "".join(f'"{java}" {reason}. ' for java, reason in objections.items()) or "There is no Java. "
        remedy = "Install one, or name its directory in JAVA_HOME."
    sys.exit(f"The kernel needs a JDK {FIRST} or later. {told}{remedy}")


def main():
    """Runs one command. Leading words that begin with -D or -X are options of the JVM."""
    words = sys.argv[1:]
    options = list(itertools.takewhile(lambda word: word.startswith(("-D", "-X")), words))
    jar = glob.glob(os.path.join(PROGRAM, "kubecluster-kernel-*.jar"))[0]
    java = find_java(os.environ)
    os.environ.setdefault("KUBECLUSTER_PYTHON", sys.executable)
    os.execv(java, [java, *options, "-jar", jar, *words[len(options) :]])
