package io.shiplog.agent.pod.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A port by its number, or by the name that the container gives it.
 *
 * @param number null when it is named
 */
public record PortChoice(@Nullable Integer number, String name) {
    static PortChoice read(JsonNode port) {
        return port.isInt() ? new PortChoice(port.intValue(), "") : new PortChoice(null, port.asString(""));
    }

    /** The port's number, null when none of {@code ports} has its name and the name is no number. */
    public @Nullable Integer among(List<DeclaredPort> ports) {
        if (number != null) {
            return number;
        }
        for (DeclaredPort port : ports) {
            if (port.name().equals(name)) {
                return port.number();
            }
        }
        return name.matches("[0-9]{1,5}") ? Integer.valueOf(name) : null;
    }

    @Override
    public String toString() {
        return number == null ? name : number.toString();
    }
}
