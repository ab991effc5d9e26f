package io.shiplog.resources.facts;

import io.shiplog.objects.Interning;
import io.shiplog.objects.JsonCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a pod's containers and volumes ask for, and how often its containers have been restarted. */
final class PodContainers {
    private final List<ContainerPort> ports = new ArrayList<>();
    private final List<ContainerPort> sidecarPorts = new ArrayList<>();
    private final Set<String> sidecars = new HashSet<>();
    private final Set<String> configMaps = new HashSet<>();
    private final Set<String> secrets = new HashSet<>();
    private int restarts;
    private final Map<String, Integer> initRestarts = new HashMap<>();

    /** Those with a name, of containers before those of sidecars. */
    List<ContainerPort> ports() {
        ports.addAll(sidecarPorts);
        return ports;
    }

    NeededObjects needs() {
        return NeededObjects.of(configMaps, secrets);
    }

    PodFacts.Restarts restarts() {
        int most = 0;
        for (Map.Entry<String, Integer> each : initRestarts.entrySet()) {
            most = sidecars.contains(each.getKey()) ? Math.max(most, each.getValue()) : most;
        }
        return new PodFacts.Restarts(restarts, most);
    }

    /** Takes a member of {@code spec}. */
    void spec(String member, JsonCursor json) {
        switch (member) {
            case "containers" -> json.elements(() -> container(json, false));
            case "initContainers" -> json.elements(() -> container(json, true));
            case "volumes" ->
                json.elements(() -> json.members(source -> {
                    if (source.equals("projected")) {
                        json.members(projected -> {
                            if (projected.equals("sources")) {
                                json.elements(() -> json.members(each -> source(each, "name", json)));
                            }
                        });
                    } else {
                        source(source, "secretName", json);
                    }
                }));
            case "imagePullSecrets" -> json.elements(() -> name(json, "name", secrets));
            default -> {}
        }
    }

    /** Takes a member of {@code status}. */
    void status(String member, JsonCursor json) {
        switch (member) {
            case "containerStatuses" -> json.elements(() -> restarts = Math.max(restarts, restarts(json).count));
            case "initContainerStatuses" ->
                json.elements(() -> {
                    Restarted restarted = restarts(json);
                    initRestarts.put(restarted.name, restarted.count);
                });
            default -> {}
        }
    }

    /** A volume's source or one of a projected volume, which name Secrets by different members. */
    private void source(String kind, String secretName, JsonCursor json) {
        switch (kind) {
            case "configMap" -> name(json, "name", configMaps);
            case "secret" -> name(json, secretName, secrets);
            default -> {}
        }
    }

    private void container(JsonCursor json, boolean init) {
        var container = new Container();
        json.members(member -> {
            switch (member) {
                case "name" -> container.name = json.text();
                case "restartPolicy" -> container.sidecar = init && json.text().equals("Always");
                case "ports" -> json.elements(() -> container.port(json));
                case "envFrom" -> json.elements(() -> json.members(source -> reference(source, "Ref", json)));
                case "env" ->
                    json.elements(() -> json.members(part -> {
                        if (part.equals("valueFrom")) {
                            json.members(source -> reference(source, "KeyRef", json));
                        }
                    }));
                default -> {}
            }
        });
        if (container.sidecar) {
            sidecars.add(container.name);
            sidecarPorts.addAll(container.ports);
        } else if (!init) {
            ports.addAll(container.ports);
        }
    }

    private void reference(String source, String suffix, JsonCursor json) {
        if (source.equals("configMap" + suffix)) {
            name(json, "name", configMaps);
        } else if (source.equals("secret" + suffix)) {
            name(json, "name", secrets);
        }
    }

    private static void name(JsonCursor json, String called, Set<String> into) {
        json.members(member -> {
            if (member.equals(called)) {
                into.add(json.text());
            }
        });
    }

    private static Restarted restarts(JsonCursor json) {
        var restarted = new Restarted();
        json.members(member -> {
            switch (member) {
                case "name" -> restarted.name = json.text();
                case "restartCount" -> restarted.count = (int) json.number();
                default -> {}
            }
        });
        return restarted;
    }

    private static final class Restarted {
        String name = "";
        int count;
    }

    private static final class Container {
        String name = "";
        boolean sidecar;
        final List<ContainerPort> ports = new ArrayList<>();
        private String portName = "";
        private String protocol = "";
        private int number;

        void port(JsonCursor json) {
            portName = "";
            protocol = "";
            number = 0;
            json.members(member -> {
                switch (member) {
                    case "name" -> portName = json.recurring();
                    case "protocol" -> protocol = json.recurring();
                    case "containerPort" -> number = (int) json.number();
                    default -> {}
                }
            });
            if (!portName.isEmpty()) {
                ports.add(Interning.one(new ContainerPort(portName, protocol.isEmpty() ? "TCP" : protocol, number)));
            }
        }
    }
}
