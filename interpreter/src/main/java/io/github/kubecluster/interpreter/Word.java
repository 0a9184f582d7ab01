package io.github.kubecluster.interpreter;

/**
 * A word that may complete what is being typed.
 *
 * @param kind what it is, as completers of Jupyter name it: {@code class}, {@code function}, {@code instance}, {@code
 *     keyword}, {@code module}, and in magics {@code magic}, {@code param}, {@code path}, {@code value}
 * @param signature such as {@code int Math.max(int a, int b)}, or what it does; empty if that was not found out in time
 */
public record Word(String text, String kind, String signature) {}
