package io.github.kubecluster.interpreter;

import java.lang.management.ManagementFactory;

/** The preview features of the JVM: cells have them if it was started with {@code --enable-preview}. */
final class PreviewFeatures {
    private static final String OPTION = "--enable-preview";

    private PreviewFeatures() {}

    static String[] compilerOptions() {
        boolean enabled =
                ManagementFactory.getRuntimeMXBean().getInputArguments().contains(OPTION);
        return enabled
                ? new String[] {
                    OPTION, "--source", String.valueOf(Runtime.version().feature())
                }
                : new String[0];
    }
}
