package io.shiplog.agent.volume;

import io.shiplog.agent.container.HostNode;
import io.shiplog.agent.container.PodFields;
import io.shiplog.agent.container.ResourceFields;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.NeededObject;
import io.shiplog.agent.pod.spec.ObjectData;
import io.shiplog.agent.pod.spec.ValueSource;
import io.shiplog.agent.pod.spec.Volume;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of the volumes whose content comes from the cluster: configMap, secret, downwardAPI and projected. Pure
 * but for the tokens that it is given.
 */
final class VolumeContent {
    private final PodAssignment pod;
    private final HostNode host;
    private final int mode;
    private final PodTokens tokens;
    private final Map<String, VolumeFile> files = new TreeMap<>();

    private VolumeContent(PodAssignment pod, HostNode host, int mode, PodTokens tokens) {
        this.tokens = tokens;
        this.pod = pod;
        this.host = host;
        this.mode = mode;
    }

    /**
     * A volume's files by relative path.
     *
     * @throws VolumeException when an object or key that is not optional is not there, or a path leads out of the
     *     volume
     */
    static Map<String, VolumeFile> of(Volume.Files volume, PodAssignment pod, HostNode host, PodTokens tokens) {
        var content = new VolumeContent(pod, host, volume.mode(), tokens);
        for (Volume.FileSource source : volume.sources()) {
            switch (source) {
                case Volume.ObjectFiles object -> content.add(object);
                case Volume.PodFile file -> content.add(file);
                case Volume.TokenFile file -> content.add(file);
            }
        }
        return content.files;
    }

    private void add(Volume.ObjectFiles source) {
        NeededObject needed = source.object();
        String what = needed.kind() == NeededObject.Kind.SECRET ? "secret" : "configmap";
        ObjectData object = pod.object(needed);
        if (object == null) {
            require(needed, what + " \"" + needed.name() + "\" not found");
            return;
        }
        Map<String, byte[]> data = object.files();
        if (source.items().isEmpty()) {
            data.forEach((key, value) -> put(key, value, null));
            return;
        }
        for (Volume.Item item : source.items()) {
            byte[] value = data.get(item.key());
            if (value == null) {
                require(needed, what + " references non-existent config key: " + item.key());
            } else {
                put(item.path(), value, item.mode());
            }
        }
    }

    private void add(Volume.PodFile file) {
        String value = switch (file.content()) {
            case ValueSource.PodField(String path) -> PodFields.value(path, pod, host, "");
            case ValueSource.ContainerAmount amount -> ResourceFields.value(amount, pod, null, host);
            case ValueSource.Literal(String text) -> text;
            case ValueSource.ObjectKey(NeededObject object, String _) ->
                throw new VolumeException("a file of the downward API cannot come from " + object.name());
        };
        put(file.path(), value.getBytes(StandardCharsets.UTF_8), file.mode());
    }

    /** As the kubelet has it: for its owner, or for whom the pod shares its files with. */
    private void add(Volume.TokenFile file) {
        boolean shared = pod.pod().security().fsGroup() != null;
        put(file.path(), tokens.of(pod, file).getBytes(StandardCharsets.UTF_8), shared ? 0600 : mode);
    }

    private void put(String path, byte[] content, @Nullable Integer own) {
        boolean leaves = path.startsWith("/") || List.of(path.split("/", -1)).contains("..");
        if (leaves || path.startsWith("..")) {
            throw new VolumeException("the path " + path + " leads out of the volume");
        }
        files.put(path, new VolumeFile(content, own == null ? mode : own));
    }

    private static void require(NeededObject needed, String message) {
        if (!needed.optional()) {
            throw new VolumeException(message);
        }
    }
}
