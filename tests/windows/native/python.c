/* python.exe, which the registry's packages do not carry: hands its command line to the python311.dll beside it. */
#include <windows.h>
#include <stdio.h>

typedef int (*main_of_python)(int, wchar_t **);

int wmain(int count, wchar_t **words) {
    HMODULE library = LoadLibraryW(L"python311.dll");
    if (library == NULL) {
        fprintf(stderr, "python311.dll could not be loaded (%lu)\n", GetLastError());
        return 102;
    }
    main_of_python begin = (main_of_python)(void *)GetProcAddress(library, "Py_Main");
    return begin != NULL ? begin(count, words) : 103;
}
