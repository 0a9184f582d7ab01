package io.github.kubecluster.cluster;

/** The rights that a notebook's service account needs: the shipped {@code src/deploy/rbac.yaml}, for one namespace. */
public final class Rights {
    private static final String ACCOUNT = "kind: ServiceAccount\nmetadata:\n  name: kubecluster\n";
    private static final String SUBJECT = "- kind: ServiceAccount\n  name: kubecluster\n";

    private Rights() {}

    /**
     * Returns manifests of a service account, its role and their binding, for {@code kubectl apply -f -}.
     *
     * @param namespace where clusters are to run
     * @param account the notebook's service account
     */
    public static String manifests(String namespace, String account) {
        String name = ShippedManifest.quoted(account);
        return ShippedManifest.of("rbac.yaml")
                .with(ACCOUNT, ACCOUNT.replace("kubecluster", name))
                .with(
                        SUBJECT,
                        SUBJECT.replace("kubecluster", name) + "  namespace: " + ShippedManifest.quoted(namespace)
                                + "\n")
                .inNamespace(namespace)
                .text();
    }
}
