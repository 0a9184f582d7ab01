package io.github.kubecluster.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Tests that run where {@code -Dkubernetes.context} names a Kubernetes. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "kubernetes.context",
        matches = ".+",
        disabledReason = "no Kubernetes is named: give -Dkubernetes.context=CONTEXT")
@interface OnKubernetes {}
