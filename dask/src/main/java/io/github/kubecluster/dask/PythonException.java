package io.github.kubecluster.dask;

/** Code that ran on a worker raised an exception. */
public final class PythonException extends DaskException {
    private final String type;
    private final String text;

    PythonException(String message, String type, String text, String traceback) {
        super(message, traceback, null);
        this.type = type;
        this.text = text;
    }

    /** Returns the exception's class in Python, such as {@code ZeroDivisionError} or {@code pandas.errors.MergeError}. */
    public String pythonType() {
        return type;
    }

    /** Returns what the exception says in Python, such as {@code division by zero}; it may be empty. */
    public String pythonMessage() {
        return text;
    }
}
