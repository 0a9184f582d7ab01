package io.github.kubecluster.cluster;

import org.jspecify.annotations.Nullable;

/** What a hub's administrator sets for notebooks with clusters: the shipped files of {@code src/deploy}, for one hub. */
public final class HubSettings {
    private static final String NAME = "    name: kubecluster/singleuser\n";
    private static final String TAG = "    tag: dev\n";

    private HubSettings() {}

    /**
     * Returns the network policy of schedulers and workers, for {@code kubectl apply -f -}.
     *
     * @param namespace where clusters run, and the notebooks that use them
     */
    public static String networkPolicy(String namespace) {
        return ShippedManifest.of("networkpolicy.yaml").inNamespace(namespace).text();
    }

    /**
     * Returns values of the zero-to-jupyterhub chart, for {@code helm upgrade --values}.
     *
     * @param image the notebooks' image; null for that of the pod around this process, else the shipped one
     * @param account the notebooks' service account
     */
    public static String values(@Nullable String image, String account) {
        ShippedManifest shipped = ShippedManifest.of("values.yaml")
                .with("serviceAccountName: kubecluster", "serviceAccountName: " + ShippedManifest.quoted(account));
        String used = image != null
                ? image
                : NotebookPod.read(System.getenv()).map(NotebookPod::image).orElse(null);
        return used == null ? shipped.text() : withImage(shipped, used).text();
    }

    private static ShippedManifest withImage(ShippedManifest shipped, String image) {
        int colon = image.lastIndexOf(':');
        boolean tagged = colon > image.lastIndexOf('/');
        String name = tagged ? image.substring(0, colon) : image;
        String tag = tagged ? image.substring(colon + 1) : "latest";
        return shipped.with(NAME, "    name: " + ShippedManifest.quoted(name) + "\n")
                .with(TAG, "    tag: " + ShippedManifest.quoted(tag) + "\n")
                .with("DASK_IMAGE: kubecluster/singleuser:dev", "DASK_IMAGE: " + ShippedManifest.quoted(image));
    }
}
