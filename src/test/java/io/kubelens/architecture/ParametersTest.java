package io.kubelens.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.kubelens.request.Parameter;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That what reads the query and what describes it to clients are the same. */
final class ParametersTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kubelens");

    @ParameterizedTest
    @MethodSource("readers")
    void areDeclaredWhereTheyAreRead(JavaMethod reader) {
        assertThat(declared(reader))
                .as(reader.getFullName() + ": its @Reads must name what it reads, no more and no less")
                .isEqualTo(read(reader, new HashSet<>()));
    }

    @Test
    void areReadByTheirDeclaration() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages("io.kubelens.request..")
                .should()
                .callMethod(Query.class, "values")
                .because("a parameter without a declaration (Parameter) would be missing in openapi.json")
                .check(PRODUCT);
    }

    /** What routes can call with the query. */
    static List<JavaMethod> readers() {
        return PRODUCT.stream()
                .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(each -> !each.getPackageName().endsWith(".request"))
                .flatMap(each -> each.getMethods().stream())
                .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(each -> each.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Query.class)))
                .toList();
    }

    private static Set<String> declared(JavaMethod reader) {
        if (!reader.isAnnotatedWith(Reads.class)) {
            return Set.of();
        }
        JavaAnnotation<JavaMethod> reads = reader.getAnnotationOfType(Reads.class.getName());
        Set<String> all = new TreeSet<>();
        for (JavaClass declaring : (JavaClass[]) reads.getExplicitlyDeclaredProperty("value")) {
            declaring.getFields().stream()
                    .filter(field -> field.getRawType().isAssignableTo(Parameter.class))
                    .map(JavaField::getFullName)
                    .forEach(all::add);
        }
        return all;
    }

    /** Parameters that the method touches, itself or through what it calls. */
    private static Set<String> read(JavaCodeUnit unit, Set<JavaCodeUnit> seen) {
        Set<String> all = new TreeSet<>();
        if (!seen.add(unit)) {
            return all;
        }
        unit.getFieldAccesses().stream()
                .map(access -> access.getTarget())
                .filter(field -> field.getRawType().isAssignableTo(Parameter.class))
                .forEach(field -> all.add(field.getFullName()));
        Stream.of(unit.getMethodCallsFromSelf(), unit.getConstructorCallsFromSelf())
                .flatMap(Set::stream)
                .filter(call -> call.getTargetOwner().getPackageName().startsWith("io.kubelens"))
                .flatMap(call -> call.getTarget().resolveMember().stream())
                .forEach(called -> all.addAll(read((JavaCodeUnit) called, seen)));
        return all;
    }
}
