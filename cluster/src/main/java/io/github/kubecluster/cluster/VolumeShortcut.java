package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a volume that is written in one word, such as {@code pvc/data:/data:ro}. */
final class VolumeShortcut {
    private static final Pattern FORM =
            Pattern.compile("(?<kind>[a-z]+)(?:/(?<source>[^:]+))?:(?<path>/[^:]*)(?<ro>:ro)?");

    private VolumeShortcut() {}

    /**
     * Returns the feature that mounts the volume in the container that runs Dask.
     *
     * @param word {@code KIND/NAME:PATH}, with {@code :ro} behind it to forbid writing; the kinds are {@code pvc},
     *     {@code secret}, {@code configmap}, {@code hostpath} and, without a name, {@code emptydir}
     * @throws IllegalArgumentException if it is not of that form
     */
    static PodFeature parse(String word) {
        Matcher form = FORM.matcher(word);
        if (!form.matches()) {
            throw wrong(word);
        }
        String name = Slug.of(
                form.group("kind") + (form.group("source") == null ? form.group("path") : "-" + form.group("source")),
                50);
        Volume volume = volume(word, name, form.group("kind"), form.group("source"));
        return pod -> PodFeatures.editFirst(
                new PodBuilder(pod)
                        .editSpec()
                        .removeMatchingFromVolumes(there -> name.equals(there.getName()))
                        .addToVolumes(volume)
                        .endSpec()
                        .build(),
                container -> new ContainerBuilder(container)
                        .addNewVolumeMount()
                        .withName(name)
                        .withMountPath(form.group("path"))
                        .withReadOnly(form.group("ro") != null ? true : null)
                        .endVolumeMount()
                        .build());
    }

    private static Volume volume(
            String word, String name, String kind, @org.jspecify.annotations.Nullable String source) {
        VolumeBuilder volume = new VolumeBuilder().withName(name);
        if (kind.equals("emptydir") && source == null) {
            return volume.withNewEmptyDir().endEmptyDir().build();
        }
        if (source == null) {
            throw wrong(word);
        }
        return switch (kind) {
            case "pvc" -> volume.withNewPersistentVolumeClaim(source, false).build();
            case "secret" ->
                volume.withNewSecret().withSecretName(source).endSecret().build();
            case "configmap" ->
                volume.withNewConfigMap().withName(source).endConfigMap().build();
            case "hostpath" ->
                volume.withNewHostPath("/" + source.replaceFirst("^/", ""), "").build();
            default -> throw wrong(word);
        };
    }

    private static IllegalArgumentException wrong(String word) {
        return new IllegalArgumentException(
                "Volume \"" + word + "\" cannot be read. Write KIND/NAME:PATH or KIND/NAME:PATH:ro,"
                        + " where KIND is pvc, secret, configmap or hostpath, or write emptydir:PATH.");
    }
}
