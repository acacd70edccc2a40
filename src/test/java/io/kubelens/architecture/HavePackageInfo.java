package io.kubelens.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Every package has a package-info.java with {@code @NullMarked}: its sentence, and null checked at compile time. */
final class HavePackageInfo extends ArchCondition<JavaClass> {
    HavePackageInfo() {
        super("be in a package with a package-info.java and @NullMarked");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        events.add(new SimpleConditionEvent(
                type, marked, type.getName() + " is in " + type.getPackageName() + (marked ? "" : ", not marked")));
    }
}
