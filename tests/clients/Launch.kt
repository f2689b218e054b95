import java.lang.reflect.InvocationTargetException
import kotlin.system.exitProcess

/** Runs a program and ends with it: OkHttp keeps its idle threads, and so the machine, for a minute. */
fun main(names: Array<String>) {
    try {
        Class.forName(names.single()).getMethod("main", Array<String>::class.java).invoke(null, arrayOf<String>())
    } catch (wrapped: InvocationTargetException) {
        wrapped.targetException.printStackTrace()
        exitProcess(1)
    }
    System.out.flush()
    exitProcess(0)
}
