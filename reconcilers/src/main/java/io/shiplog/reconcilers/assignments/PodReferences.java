package io.shiplog.reconcilers.assignments;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.shiplog.journal.codec.AssignedPod;
import io.shiplog.journal.codec.AssignedService;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names, in the pod's own namespace, of what its node needs beside it.
 *
 * @param configMaps ConfigMaps of volumes, projected volumes and environments
 * @param secrets Secrets of the same, and those that pull its images
 */
record PodReferences(Set<String> configMaps, Set<String> secrets) {
    static final GroupResource CONFIG_MAPS = GroupResource.core("configmaps");
    static final GroupResource SECRETS = GroupResource.core("secrets");

    /** The objects that these are in {@code namespace}. */
    Set<ObjectRef> in(String namespace) {
        var objects = new LinkedHashSet<ObjectRef>();
        configMaps.forEach(name -> objects.add(new ObjectRef(CONFIG_MAPS, new ObjectKey(namespace, name))));
        secrets.forEach(name -> objects.add(new ObjectRef(SECRETS, new ObjectKey(namespace, name))));
        return objects;
    }

    /** The assignment of a pod that names these. */
    AssignedPod assigned(String node, byte[] pod, List<AssignedService> services) {
        return new AssignedPod(
                node,
                pod,
                configMaps.stream().map(AssignedPod.Named::new).toList(),
                secrets.stream().map(AssignedPod.Named::new).toList(),
                services);
    }

    static PodReferences of(PodSpec spec) {
        var references = new PodReferences(new TreeSet<>(), new TreeSet<>());
        references.readVolumes(spec);
        references.readContainers(spec.getInitContainers());
        references.readContainers(spec.getContainers());
        for (LocalObjectReference secret : orEmpty(spec.getImagePullSecrets())) {
            add(references.secrets, secret.getName());
        }
        return references;
    }

    private void readVolumes(PodSpec spec) {
        for (Volume volume : orEmpty(spec.getVolumes())) {
            if (volume.getConfigMap() != null) {
                add(configMaps, volume.getConfigMap().getName());
            }
            if (volume.getSecret() != null) {
                add(secrets, volume.getSecret().getSecretName());
            }
            if (volume.getProjected() != null) {
                for (VolumeProjection source : orEmpty(volume.getProjected().getSources())) {
                    if (source.getConfigMap() != null) {
                        add(configMaps, source.getConfigMap().getName());
                    }
                    if (source.getSecret() != null) {
                        add(secrets, source.getSecret().getName());
                    }
                }
            }
        }
    }

    private void readContainers(@Nullable List<Container> containers) {
        for (Container container : orEmpty(containers)) {
            for (EnvFromSource source : orEmpty(container.getEnvFrom())) {
                if (source.getConfigMapRef() != null) {
                    add(configMaps, source.getConfigMapRef().getName());
                }
                if (source.getSecretRef() != null) {
                    add(secrets, source.getSecretRef().getName());
                }
            }
            for (EnvVar variable : orEmpty(container.getEnv())) {
                EnvVarSource source = variable.getValueFrom();
                if (source != null && source.getConfigMapKeyRef() != null) {
                    add(configMaps, source.getConfigMapKeyRef().getName());
                }
                if (source != null && source.getSecretKeyRef() != null) {
                    add(secrets, source.getSecretKeyRef().getName());
                }
            }
        }
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            names.add(name);
        }
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
