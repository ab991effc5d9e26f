package io.shiplog.resources.patch;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An object or array that a JSON patch changes in place; its complaints are those of evanphx/json-patch. */
sealed interface Container {

    static @Nullable Container of(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> new Members(object);
            case ArrayNode array -> new Elements(array);
            default -> null;
        };
    }

    /** What is there, or null. */
    @Nullable
    JsonNode peek(String key);

    /** What is there; throws when nothing is. */
    JsonNode get(String key);

    void add(String key, JsonNode value);

    void replace(String key, JsonNode value);

    void remove(String key);

    record Members(ObjectNode object) implements Container {
        @Override
        public @Nullable JsonNode peek(String key) {
            return object.get(key);
        }

        @Override
        public JsonNode get(String key) {
            JsonNode value = object.get(key);
            if (value == null) {
                throw PatchException.notApplicable("unable to get nonexistent key: " + key + ": missing value");
            }
            return value;
        }

        @Override
        public void add(String key, JsonNode value) {
            object.set(key, value);
        }

        @Override
        public void replace(String key, JsonNode value) {
            object.set(key, value);
        }

        @Override
        public void remove(String key) {
            if (object.remove(key) == null) {
                throw PatchException.notApplicable("Unable to remove nonexistent key: " + key + ": missing value");
            }
        }
    }

    record Elements(ArrayNode array) implements Container {
        @Override
        public @Nullable JsonNode peek(String key) {
            try {
                int index = Integer.parseInt(key);
                return array.get(index < 0 ? index + array.size() : index);
            } catch (NumberFormatException notAnIndex) {
                return null;
            }
        }

        @Override
        public JsonNode get(String key) {
            return array.get(index(key, array.size() - 1));
        }

        @Override
        public void add(String key, JsonNode value) {
            if (key.equals("-")) {
                array.add(value);
            } else {
                array.insert(index(key, array.size()), value);
            }
        }

        @Override
        public void replace(String key, JsonNode value) {
            array.set(index(key, array.size() - 1), value);
        }

        @Override
        public void remove(String key) {
            array.remove(index(key, array.size() - 1));
        }

        /** From 0 to the given highest index; negative indices count from the end. */
        private int index(String key, int highest) {
            int index;
            try {
                index = Integer.parseInt(key);
            } catch (NumberFormatException notAnIndex) {
                throw PatchException.notApplicable("value was not a proper array index: '" + key
                        + "': strconv.Atoi: parsing \"" + key + "\": invalid syntax");
            }
            int counted = index < 0 ? index + highest + 1 : index;
            if (counted < 0 || counted > highest) {
                throw PatchException.notApplicable(
                        "Unable to access invalid index: " + index + ": invalid index referenced");
            }
            return counted;
        }
    }
}
