package io.github.kubecluster.dask;

import java.util.Set;

/**
 * What the scheduler is asked to compute.
 *
 * @param key the name of the task and of its result
 * @param definition a tuple of a function and its arguments
 * @param dependencies the keys of the tasks whose results are among the arguments
 */
record Task(String key, PythonValue definition, Set<String> dependencies) {}
