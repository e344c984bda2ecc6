/* Colour profiles: Qt asks for the screen's, and Wine 8 ends the process. Here there are none, with which Qt is content. */
#include <windows.h>

#define EXPORT __declspec(dllexport)

EXPORT HANDLE WINAPI OpenColorProfileW(void *profile, DWORD access, DWORD share, DWORD creation) { return NULL; }
EXPORT HANDLE WINAPI WcsOpenColorProfileW(void *colour, void *model, void *gamut, DWORD access, DWORD share, DWORD creation, DWORD flags) { return NULL; }
EXPORT HANDLE WINAPI WcsCreateIccProfile(HANDLE profile, DWORD options) { return NULL; }
EXPORT BOOL WINAPI CloseColorProfile(HANDLE profile) { return TRUE; }
EXPORT BOOL WINAPI GetColorProfileFromHandle(HANDLE profile, void *bytes, DWORD *length) { return FALSE; }
EXPORT BOOL WINAPI WcsGetDefaultColorProfileSize(DWORD scope, void *device, DWORD type, DWORD subtype, DWORD id, DWORD *length) { return FALSE; }
EXPORT BOOL WINAPI WcsGetDefaultColorProfile(DWORD scope, void *device, DWORD type, DWORD subtype, DWORD id, DWORD length, void *name) { return FALSE; }
