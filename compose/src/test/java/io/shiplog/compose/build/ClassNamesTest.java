package io.shiplog.compose.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One name for one thing: whoever reads a class name knows which class is meant. */
class ClassNamesTest {
    /** Names that two roles have each for themselves: none of them sees the other's. The list only gets shorter. */
    private static final Set<String> TWICE = Set.of("Admission", "Draft", "Labels", "Node", "NodeFacts", "Volumes");

    @Test
    void noOtherClassNameIsGivenTwice() {
        var packages = new TreeMap<String, Set<String>>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("io.shiplog")
                        .stream()
                        .filter(type ->
                                type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                        .forEach(type -> packages.computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
                                .add(type.getPackageName()));
        packages.values().removeIf(where -> where.size() == 1);
        assertThat(packages.keySet()).isEqualTo(new TreeSet<>(TWICE));
    }
}
