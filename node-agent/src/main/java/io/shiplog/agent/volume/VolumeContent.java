package io.shiplog.agent.volume;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.shiplog.agent.container.PodFields;
import io.shiplog.agent.container.ResourceFields;
import io.shiplog.agent.container.Site;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of the volumes whose content comes from the cluster: configMap, secret, downwardAPI and projected. Pure. Service
 * account tokens are left out of projected volumes: nobody issues them yet.
 */
final class VolumeContent {
    private static final int DEFAULT_MODE = 0644;

    private final PodAssignment pod;
    private final Site site;
    private final Map<String, VolumeFile> files = new TreeMap<>();

    private VolumeContent(PodAssignment pod, Site site) {
        this.pod = pod;
        this.site = site;
    }

    /**
     * A volume's files by relative path; null for a volume of another kind.
     *
     * @throws VolumeException when an object or key that is not optional is not there, or a path leads out of the volume
     */
    static @Nullable Map<String, VolumeFile> of(Volume volume, PodAssignment pod, Site site) {
        var content = new VolumeContent(pod, site);
        if (volume.getConfigMap() != null) {
            var source = volume.getConfigMap();
            int mode = mode(source.getDefaultMode(), DEFAULT_MODE);
            content.configMap(source.getName(), source.getItems(), source.getOptional(), mode);
        } else if (volume.getSecret() != null) {
            var source = volume.getSecret();
            int mode = mode(source.getDefaultMode(), DEFAULT_MODE);
            content.secret(source.getSecretName(), source.getItems(), source.getOptional(), mode);
        } else if (volume.getDownwardAPI() != null) {
            int mode = mode(volume.getDownwardAPI().getDefaultMode(), DEFAULT_MODE);
            content.downward(volume.getDownwardAPI().getItems(), mode);
        } else if (volume.getProjected() != null) {
            int mode = mode(volume.getProjected().getDefaultMode(), DEFAULT_MODE);
            for (VolumeProjection source : orEmpty(volume.getProjected().getSources())) {
                content.project(source, mode);
            }
        } else {
            return null;
        }
        return content.files;
    }

    private void project(VolumeProjection source, int mode) {
        if (source.getConfigMap() != null) {
            var map = source.getConfigMap();
            configMap(map.getName(), map.getItems(), map.getOptional(), mode);
        }
        if (source.getSecret() != null) {
            var secret = source.getSecret();
            secret(secret.getName(), secret.getItems(), secret.getOptional(), mode);
        }
        if (source.getDownwardAPI() != null) {
            downward(source.getDownwardAPI().getItems(), mode);
        }
    }

    private void configMap(String name, @Nullable List<KeyToPath> items, @Nullable Boolean optional, int mode) {
        ConfigMap map = pod.configMaps().get(name);
        if (map == null) {
            require(optional, "configmap \"" + name + "\" not found");
            return;
        }
        var data = new HashMap<String, byte[]>();
        if (map.getBinaryData() != null) {
            map.getBinaryData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        if (map.getData() != null) {
            map.getData().forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
        }
        add(data, items, optional, mode, "configmap");
    }

    private void secret(String name, @Nullable List<KeyToPath> items, @Nullable Boolean optional, int mode) {
        Secret secret = pod.secrets().get(name);
        if (secret == null) {
            require(optional, "secret \"" + name + "\" not found");
            return;
        }
        var data = new HashMap<String, byte[]>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        add(data, items, optional, mode, "secret");
    }

    private void add(
            Map<String, byte[]> data,
            @Nullable List<KeyToPath> items,
            @Nullable Boolean optional,
            int mode,
            String what) {
        if (items == null || items.isEmpty()) {
            data.forEach((key, value) -> put(key, value, mode));
            return;
        }
        for (KeyToPath item : items) {
            byte[] value = data.get(item.getKey());
            if (value == null) {
                require(optional, what + " references non-existent config key: " + item.getKey());
            } else {
                put(item.getPath(), value, mode(item.getMode(), mode));
            }
        }
    }

    private void downward(@Nullable List<DownwardAPIVolumeFile> items, int mode) {
        for (DownwardAPIVolumeFile item : orEmpty(items)) {
            String value = "";
            if (item.getFieldRef() != null) {
                value = PodFields.value(item.getFieldRef().getFieldPath(), pod, site, "");
            } else if (item.getResourceFieldRef() != null) {
                value = ResourceFields.value(item.getResourceFieldRef(), pod, null, site);
            }
            put(item.getPath(), value.getBytes(StandardCharsets.UTF_8), mode(item.getMode(), mode));
        }
    }

    private void put(String path, byte[] content, int mode) {
        boolean leaves = path.startsWith("/") || List.of(path.split("/", -1)).contains("..");
        if (leaves || path.startsWith("..")) {
            throw new VolumeException("the path " + path + " leads out of the volume");
        }
        files.put(path, new VolumeFile(content, mode));
    }

    private static void require(@Nullable Boolean optional, String message) {
        if (!Boolean.TRUE.equals(optional)) {
            throw new VolumeException(message);
        }
    }

    private static int mode(@Nullable Integer own, int fallback) {
        return own == null ? fallback : own;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
