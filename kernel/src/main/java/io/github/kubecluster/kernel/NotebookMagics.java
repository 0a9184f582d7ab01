package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.JavaInterpreter;

/** Registers the magics that every notebook has. */
final class NotebookMagics {
    private NotebookMagics() {}

    static void register(KernelMagics magics, JavaKernel kernel, JavaInterpreter interpreter, Extensions extensions) {
        NotebookEnvironment environment = new NotebookEnvironment();
        TimeMagic time = new TimeMagic(kernel.cells());
        ClassPathMagic classPath = new ClassPathMagic(interpreter, extensions);
        MavenMagic maven = new MavenMagic(kernel, classPath);
        magics.register("%time", "STATEMENT: runs it and tells how long it took", time);
        magics.register("%%time", "runs the cell and tells how long it took", time);
        magics.register(
                "%env",
                "[NAME[=VALUE]]: shows environment variables, or sets one for %%bash", new EnvMagic(environment));
        magics.register("%%bash", "runs the cell in bash", new BashMagic(environment));
        magics.register("%%file", "[--append] PATH: writes the cell to a file", new FileMagic());
        magics.register("%classpath", "[PATH ...]: adds jars and directories, or lists what was added", classPath);
        magics.register("%maven", "GROUP:ARTIFACT:VERSION ...: adds libraries with what they need", maven);
        magics.register(
                "%reset",
                "forgets what cells have declared and imported", call -> {
                    kernel.reset();
                    return null;
                });
        magics.register("%lsmagic", "lists the magics", call -> String.join("\n", magics.calls()));
        magics.register("%help", "tells about the magics", new HelpMagic(magics));
        magics.guide("maven", new CommandGuide(maven::commandLine));
        magics.guide("file", new CommandGuide(FileMagic::commandLine));
        magics.guide(
                "classpath",
                new FilesGuide("%classpath [PATH ...]: adds jars and directories, or lists what was added"));
    }
}
