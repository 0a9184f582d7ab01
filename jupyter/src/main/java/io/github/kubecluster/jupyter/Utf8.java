package io.github.kubecluster.jupyter;

/** Where characters end in UTF-8. */
final class Utf8 {
    private static final int LONGEST = 4;

    private Utf8() {}

    /** Returns how many of {@code bytes} there are before a character at their end that lacks bytes. */
    static int complete(byte[] bytes) {
        int start = bytes.length - 1;
        while (start > 0 && start > bytes.length - LONGEST && isContinuation(bytes[start])) {
            start--;
        }
        boolean cut = start >= 0 && start + length(bytes[start]) > bytes.length;
        return cut ? start : bytes.length;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0b1100_0000) == 0b1000_0000;
    }

    private static int length(byte first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        return ones >= 2 && ones <= LONGEST ? ones : 1;
    }
}
