; The installer of the program on Windows: for the user who runs it, without an administrator. Made by `dev.py pack`, which gives VERSION, TITLE,
; SUBJECT, KIND, EXTENSION (ecdesk/session/program/association.py), ICON, BUNDLE and OUT.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

Name "${TITLE}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\ecdesk"
InstallDirRegKey HKCU "Software\ecdesk" "Folder"
SetCompressor /SOLID lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "ecdesk"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE}安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\ecdesk"
!define MUI_FINISHPAGE_RUN "$INSTDIR\ecdesk.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${BUNDLE}\_internal\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString Open 2052 "ecdesk 正在运行。请关闭它的窗口，再重试。"
LangString Open 1033 "ecdesk is open. Close its window, then try again."

; A program that is open cannot be replaced or removed: said before anything is.
!macro WaitForTheProgram un
Function ${un}WaitForTheProgram
  IfFileExists "$INSTDIR\ecdesk.exe" 0 free
  again:
    ClearErrors
    FileOpen $0 "$INSTDIR\ecdesk.exe" a
    IfErrors 0 closed
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Open)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Abort
  closed:
    FileClose $0
  free:
FunctionEnd
!macroend
!insertmacro WaitForTheProgram ""
!insertmacro WaitForTheProgram "un."

Section
  Call WaitForTheProgram
  RMDir /r "$INSTDIR\_internal" ; of the version before
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\ecdesk.exe"
  WriteRegStr HKCU "Software\ecdesk" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "${SUBJECT}"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\ecdesk.exe,0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\ecdesk.exe" open "%1"'
  WriteRegStr HKCU "Software\Classes\${EXTENSION}" "" "${KIND}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\ecdesk.exe,0"
  WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" "$0"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; What the user made stays: books, settings, and what was rescued from a book that could not be saved.
Section "Uninstall"
  Call un.WaitForTheProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\ecdesk.exe"
  Delete "$INSTDIR\ecdesk-console.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing else lies in it
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  ReadRegStr $0 HKCU "Software\Classes\${EXTENSION}" ""
  StrCmp $0 "${KIND}" 0 taken
    DeleteRegKey HKCU "Software\Classes\${EXTENSION}"
  taken:
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  DeleteRegKey HKCU "${REMOVAL}"
  DeleteRegKey HKCU "Software\ecdesk"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
